// Every screen of the product, as a list: what it is called and how it is reached.
export { OF_THE_ADMINISTRATOR, OF_THE_DISTRICT, OF_THE_OFFICE } from './screens/desk.ts';
export { OF_A_LEADER, TWO_VALUES } from './screens/leader.ts';
export { AT_THE_GATE, OF_A_MEMBER } from './screens/member.ts';
export { checkBook, checkRegister, firstRow, openCase, type Screen } from './screens/reach.ts';
