## Settings

settings =
    ⚙️ <b>Жөндөөлөр</b>

    🌐 Тил: <b>{ $language }</b>
settings-button-language = 🌐 Тил / Language
settings-current-language = ✓ { $name }
settings-language-chosen = 🌐 Макул, кыргызча сүйлөшөбүз.
