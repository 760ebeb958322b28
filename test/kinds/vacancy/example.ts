// An item of the kind that only tests have.
export const vacancyExample = { title: 'Adviseur water', data: { hours: 32, closes: '2027-01-31', place: 'Utrecht' } }
export const vacancyWrong = { hours: 99, closes: 'morgen' }
