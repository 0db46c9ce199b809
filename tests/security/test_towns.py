import pytest
pytestmark = pytest.mark.django_db
def test_x(towns):
    assert towns[0].agents["Ana"]
@pytest.mark.django_db(databases=[])
def test_c(committed):
    from coproduce.community.people.models import Community
    from django.db import connection
    print(committed)
    assert Community.objects.count()==0
