## The balance and the card
