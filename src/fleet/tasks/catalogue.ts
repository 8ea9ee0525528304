import { CLIENT_TASKS } from "./clientTasks";
import { MAINTENANCE_TASKS } from "./maintenanceTasks";
import { ROLE_TASKS } from "./roleTasks";
import { SERVER_TASKS } from "./serverTasks";
import { SOFTWARE_TASKS } from "./softwareTasks";
import type { TaskSpec } from "./taskSpec";
import { UPDATE_TASKS } from "./updateTasks";
import { WINDOWS_TASKS } from "./windowsTasks";

/** Every kind of legitimate task that a host may have from the start; a new topic is a new file and one line here. */
export const CATALOGUE: readonly TaskSpec[] = [
  ...WINDOWS_TASKS,
  ...MAINTENANCE_TASKS,
  ...UPDATE_TASKS,
  ...SERVER_TASKS,
  ...CLIENT_TASKS,
  ...SOFTWARE_TASKS,
  ...ROLE_TASKS,
];
