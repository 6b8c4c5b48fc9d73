import relations.models.fields
from django.db import migrations


class Migration(migrations.Migration):
    """A figure's period is never unknown: until now the database took one that was, though no form did."""

    dependencies = [
        ('relations', '0006_confirmations'),
    ]

    operations = [
        migrations.AlterField(
            model_name='tradefigure',
            name='period',
            field=relations.models.fields.PartialDateField(blank=False, help_text='The year, month or day it is about, for example 2021. Fixed once saved.', null=False, verbose_name='period'),
        ),
    ]
