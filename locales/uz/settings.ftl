## Settings

settings =
    ⚙️ <b>Sozlamalar</b>

    🌐 Til: <b>{ $language }</b>
settings-button-language = 🌐 Til / Language
settings-current-language = ✓ { $name }
settings-language-chosen = 🌐 Xo‘p, o‘zbekcha gaplashamiz.
