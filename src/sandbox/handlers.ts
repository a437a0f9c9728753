import type { OperationName } from '../api/operations.ts';
import * as account from './account.ts';
import * as calling from './calling.ts';
import type { Handler } from './handler.ts';
import * as portal from './portal.ts';

/** One handler an operation; to leave one out does not compile. */
export const HANDLERS = {
  listNumbers: calling.listNumbers,
  assignNumbers: calling.assignNumbers,
  unassignNumber: calling.unassignNumber,
  getCallbacks: calling.getCallbacks,
  updateCallbacks: calling.updateCallbacks,
  queryNumber: calling.queryNumber,
  overwriteNumbers: portal.overwriteNumbers,
  removeNumber: portal.removeNumber,
  listApplicationNumbers: portal.listApplicationNumbers,
  listRentedNumbers: portal.listRentedNumbers,
  listOrganisations: account.listOrganisations,
  login: account.login,
  createInstance: account.createInstance,
} satisfies { [K in OperationName]: Handler };
