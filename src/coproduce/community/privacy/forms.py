"""The forms of this room carry nothing but the id of what is asked."""

from django import forms


class Once(forms.Form):
    request_id = forms.UUIDField(widget=forms.HiddenInput)
