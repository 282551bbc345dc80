from django.db import migrations, models

from konten.rules import normalisiere


def fuelle(apps, schema_editor):
    Bedarfsmeldung = apps.get_model("netzwerk", "Bedarfsmeldung")
    for meldung in Bedarfsmeldung.objects.only("titel", "text").iterator(chunk_size=500):
        suchtext = normalisiere(f"{meldung.titel} {meldung.text}")
        Bedarfsmeldung.objects.filter(pk=meldung.pk).update(such_norm=suchtext)


class Migration(migrations.Migration):
    dependencies = [
        ("netzwerk", "0007_fassungen"),
    ]

    operations = [
        migrations.AddField(
            model_name="bedarfsmeldung",
            name="such_norm",
            field=models.TextField(default="", editable=False),
        ),
        migrations.RunPython(fuelle, migrations.RunPython.noop),
    ]
