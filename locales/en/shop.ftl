## The shop

shop-name = 🏪 <b>{ $name }</b>
shop-unnamed = 🏪 <b>Our shop</b>
shop-phone = 📞 { $phone }
shop-address = 📍 { $address }
shop-whatsapp = WhatsApp: { $address }
shop-telegram = Telegram: { $address }
shop-nothing-known = The address and phone will soon be here. Until then, please ask at the till.
shop-button-whatsapp = 💬 WhatsApp
shop-button-telegram = ✈️ Telegram
