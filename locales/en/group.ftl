## Groups of customers

group-joined-with-discount =
    ⭐ <b>You are now in the group “{ $name }”</b>
    Your discount: <b>{ $percent }</b>
group-joined = ⭐ <b>You are now in the group “{ $name }”</b>
group-left = You are no longer in the group “{ $name }”. Thank you for your purchases!
