## The shop

shop-name = 🏪 <b>{ $name }</b>
shop-unnamed = 🏪 <b>Біздің дүкен</b>
shop-phone = 📞 { $phone }
shop-address = 📍 { $address }
shop-whatsapp = WhatsApp: { $address }
shop-telegram = Telegram: { $address }
shop-nothing-known = Мекенжайы мен телефоны жақында осында шығады. Әзірге кассадан сұраңыз.
shop-button-whatsapp = 💬 WhatsApp
shop-button-telegram = ✈️ Telegram
