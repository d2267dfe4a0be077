## Settings

settings =
    ⚙️ <b>Баптаулар</b>

    🌐 Тіл: <b>{ $language }</b>
settings-button-language = 🌐 Тіл / Language
settings-current-language = ✓ { $name }
settings-language-chosen = 🌐 Жақсы, қазақша сөйлесеміз.
settings-parcels-on = 📦 Сәлемдемелер туралы хабарлау: <b>иә</b>
settings-parcels-off = 📦 Сәлемдемелер туралы хабарлау: <b>жоқ</b>
settings-button-mute-parcels = 🔕 Сәлемдеме туралы жазбау
settings-button-unmute-parcels = 🔔 Сәлемдеме туралы жазу
