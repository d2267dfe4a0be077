## The shop

shop-name = 🏪 <b>{ $name }</b>
shop-unnamed = 🏪 <b>Биздин дүкөн</b>
shop-phone = 📞 { $phone }
shop-address = 📍 { $address }
shop-whatsapp = WhatsApp: { $address }
shop-telegram = Telegram: { $address }
shop-nothing-known = Дареги менен телефону жакында бул жерге чыгат. Азырынча кассадан сураңыз.
shop-button-whatsapp = 💬 WhatsApp
shop-button-telegram = ✈️ Telegram
