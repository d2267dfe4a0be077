## Settings

settings =
    ⚙️ <b>Settings</b>

    🌐 Language: <b>{ $language }</b>
settings-button-language = 🌐 Language
settings-current-language = ✓ { $name }
settings-language-chosen = 🌐 OK, let’s speak English.
