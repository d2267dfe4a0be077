## The shop

shop-name = 🏪 <b>{ $name }</b>
shop-unnamed = 🏪 <b>Наш магазин</b>
shop-phone = 📞 { $phone }
shop-address = 📍 { $address }
shop-whatsapp = WhatsApp: { $address }
shop-telegram = Telegram: { $address }
shop-nothing-known = Адрес и телефон здесь скоро появятся. А пока спросите на кассе.
shop-button-whatsapp = 💬 WhatsApp
shop-button-telegram = ✈️ Telegram
