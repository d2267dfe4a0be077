## Groups of customers

group-joined-with-discount =
    ⭐ <b>You are now in the group “{ $name }”</b>
    Your discount: <b>{ $percent }</b>
group-discount-from = The discount counts from { $amount } on.
group-joined = ⭐ <b>You are now in the group “{ $name }”</b>
group-left = You are no longer in the group “{ $name }”. Thank you for your purchases!
