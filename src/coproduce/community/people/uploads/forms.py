"""What is asked for a picture."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduce.community.base.forms import Once
from coproduce.community.people.uploads.rules import CERTIFICATE, PHOTO

#: What a telephone offers to choose from, and turns its own form into.
PICTURES = "image/jpeg,image/png"


class PictureForm(Once):
    kind = forms.ChoiceField(
        label=_("What is it?"), choices=[(PHOTO, _("A photograph")), (CERTIFICATE, _("A picture of a certificate"))]
    )
    picture = forms.FileField(
        label=_("The picture"),
        widget=forms.FileInput(attrs={"accept": PICTURES}),
        help_text=_(
            "A picture in the form JPEG or PNG, 10 MB or less. Of a paper or a PDF, take a picture. Where and when it "
            "was taken is not kept."
        ),
        error_messages={"required": _("Choose a picture."), "empty": _("There is nothing in this file.")},
    )
