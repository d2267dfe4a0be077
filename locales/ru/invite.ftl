## Inviting friends
