## Do‘konlar saytiga qo‘yadigan bitta posilka holati sahifasi

widget-title = Posilkam qayerda
widget-label = Posilka raqami
widget-find = Topish
widget-history = Tarixi
widget-updates = Holati o‘zi yangilanib turadi
widget-unknown = Bunday raqamli posilka yo‘q. Raqamni tekshiring: balki u hali qo‘shilmagandir.
widget-too-many = Ketma-ket juda ko‘p so‘rov yuborildi. Iltimos, { $seconds } s dan keyin urinib ko‘ring.
widget-offline = Do‘kon bilan aloqa yo‘q. Tez orada yana urinib ko‘ramiz.
widget-no-script = Posilka holatini ko‘rish uchun brauzerda JavaScript yoqing.
widget-no-shop = Bu yerda bunday do‘kon yo‘q. Sahifa manzilini tekshiring.
