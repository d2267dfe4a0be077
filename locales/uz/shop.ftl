## The shop

shop-name = 🏪 <b>{ $name }</b>
shop-unnamed = 🏪 <b>Bizning do‘kon</b>
shop-phone = 📞 { $phone }
shop-address = 📍 { $address }
shop-whatsapp = WhatsApp: { $address }
shop-telegram = Telegram: { $address }
shop-nothing-known = Manzil va telefon tez orada shu yerda chiqadi. Hozircha kassadan so‘rang.
shop-button-whatsapp = 💬 WhatsApp
shop-button-telegram = ✈️ Telegram
