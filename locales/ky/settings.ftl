## Settings

settings =
    ⚙️ <b>Жөндөөлөр</b>

    🌐 Тил: <b>{ $language }</b>
settings-button-language = 🌐 Тил / Language
settings-current-language = ✓ { $name }
settings-language-chosen = 🌐 Макул, кыргызча сүйлөшөбүз.
settings-parcels-on = 📦 Посылкалар жөнүндө билдирүү: <b>ооба</b>
settings-parcels-off = 📦 Посылкалар жөнүндө билдирүү: <b>жок</b>
settings-button-mute-parcels = 🔕 Посылка жөнүндө жазбоо
settings-button-unmute-parcels = 🔔 Посылка жөнүндө жазуу
