## Inviting friends

invite =
    🎁 <b>Дос шақырыңыз</b>

    Оған сілтеме жіберіңіз:
    { $link }
    немесе промокод: <code>{ $promo }</code>
invite-friend-gets = Досыңыз бірден <b>{ points-count }</b> алады.
invite-referrer-gets = Сіз оның бірінші сатып алғанынан <b>{ $percent }</b> балл аласыз.
invite-no-friends = Әзірге ешкім келген жоқ. Осы дүкенге келіп жүретін біреуден бастаңыз 🙂
invite-friends = 👥 Келген достар: <b>{ $count }</b>
invite-brought = Олармен бірге <b>{ points-count }</b> келді.
invite-friend-brought = { $name }: <b>{ points-count }</b>
invite-friend-purchased = { $name }: сатып алып үлгерді
invite-friend-waiting = { $name }: әлі сатып алған жоқ
invite-button-share = 📤 Досқа жіберу
invite-share-text = { $shop }: менімен бірге балл жинаңыз. Осы сілтеме арқылы бірден { points-count } беріледі!
invite-share-text-without-bonus = { $shop }: менімен бірге балл жинаңыз!
invite-unnamed-shop = Біздің дүкен
