## Settings

settings =
    ⚙️ <b>Баптаулар</b>

    🌐 Тіл: <b>{ $language }</b>
settings-button-language = 🌐 Тіл / Language
settings-current-language = ✓ { $name }
settings-language-chosen = 🌐 Жақсы, қазақша сөйлесеміз.
