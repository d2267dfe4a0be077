## Settings

settings =
    ⚙️ <b>Настройки</b>

    🌐 Язык: <b>{ $language }</b>
settings-button-language = 🌐 Язык / Language
settings-current-language = ✓ { $name }
settings-language-chosen = 🌐 Хорошо, говорим по-русски.
settings-parcels-on = 📦 Сообщать о посылках: <b>да</b>
settings-parcels-off = 📦 Сообщать о посылках: <b>нет</b>
settings-button-mute-parcels = 🔕 Не сообщать о посылках
settings-button-unmute-parcels = 🔔 Сообщать о посылках
