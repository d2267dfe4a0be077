## Settings

settings =
    ⚙️ <b>Sozlamalar</b>

    🌐 Til: <b>{ $language }</b>
settings-button-language = 🌐 Til / Language
settings-current-language = ✓ { $name }
settings-language-chosen = 🌐 Xo‘p, o‘zbekcha gaplashamiz.
settings-parcels-on = 📦 Posilkalar haqida xabar berish: <b>ha</b>
settings-parcels-off = 📦 Posilkalar haqida xabar berish: <b>yo‘q</b>
settings-button-mute-parcels = 🔕 Posilka haqida yozmaslik
settings-button-unmute-parcels = 🔔 Posilka haqida yozish
