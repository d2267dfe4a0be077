## Staff: the team and its roles

team =
    👥 <b>Кызматкерлер</b>

    { $members }
team-line = • { $name }: { $role }
team-configured = • { $name }: дүкөн ээси, программанын жөндөөлөрүндө көрсөтүлгөн
button-member = { $name } · { $role }
button-appoint = ➕ Кошуу
button-team = 👥 Кызматкерлер
appoint-ask =
    👥 Кимди кошобуз?
    Кодун, телефонун же @username жөнөтүңүз, же контакты менен бөлүшүңүз. Ал бул ботту бир жолу болсо да ачкан болушу керек.
appoint-no-telegram = <b>{ $name }</b> бул ботту азырынча ача элек. Ушул жерден «Баштоо» баскычын бассын, андан кийин кодду кайра жөнөтүңүз.
team-newcomer =
    👤 <b>{ $name }</b>
    Кайсы ролду беребиз?
team-member =
    👤 <b>{ $name }</b>
    Ролу: <b>{ $role }</b>

    Башка ролду тандаңыз же жумуштан чыгарыңыз:
button-dismiss = 🚫 Жумуштан чыгаруу
dismiss-question = <b>{ $name }</b> жумуштан чыгарылсынбы? Уруксаты дароо жабылат.
button-dismiss-yes = 🚫 Ооба, чыгаруу
appointed = ✅ <b>{ $name }</b>: { $role }
dismissed = ✅ <b>{ $name }</b> эми кызматкер эмес.
team-is-configured = <b>{ $name }</b> программанын жөндөөлөрүндө дүкөн ээси деп көрсөтүлгөн; бул жерде өзгөртүлбөйт.
notice-appointed =
    👥 Эми сиз дүкөндүн кызматкерисиз: <b>{ $role }</b>
    Жумуш баскычтары төмөндө. Эмне кыла аласыз: /help
notice-dismissed = Сиз эми дүкөндүн кызматкери эмессиз. Картаңыз менен баллдарыңыз өзүңүздө калат.
