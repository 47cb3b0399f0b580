// @ts-self-types="./jstat.d.mts"
// jStat brings no types; jstat.d.mts beside this file says what of it is used.
export { default } from "jstat";
