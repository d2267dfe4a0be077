## Settings

settings =
    ⚙️ <b>Настройки</b>

    🌐 Язык: <b>{ $language }</b>
settings-button-language = 🌐 Язык / Language
settings-current-language = ✓ { $name }
settings-language-chosen = 🌐 Хорошо, говорим по-русски.
