## Settings

settings =
    ⚙️ <b>Settings</b>

    🌐 Language: <b>{ $language }</b>
settings-button-language = 🌐 Language
settings-current-language = ✓ { $name }
settings-language-chosen = 🌐 OK, let’s speak English.
settings-parcels-on = 📦 Messages about parcels: <b>on</b>
settings-parcels-off = 📦 Messages about parcels: <b>off</b>
settings-button-mute-parcels = 🔕 No messages about parcels
settings-button-unmute-parcels = 🔔 Messages about parcels
