import { foldCase } from "../../foldCase";
import { anyUser, canonicalPath } from "../normalise/filePath";
import { canonicalKey } from "../normalise/registryKey";

/** A value in the forms that indicators are compared with, each made when it is first asked for. */
export class ValueForms {
  private lowerForm: string | undefined;
  private foldedForm: string | undefined;
  private pathForm: string | undefined;
  private anyUserForm: string | undefined;
  private registryForm: string | undefined;

  constructor(readonly text: string) {}

  get lower(): string {
    this.lowerForm ??= this.text.toLowerCase();
    return this.lowerForm;
  }

  get folded(): string {
    this.foldedForm ??= foldCase(this.text);
    return this.foldedForm;
  }

  get path(): string {
    this.pathForm ??= canonicalPath(this.text);
    return this.pathForm;
  }

  get anyUserPath(): string {
    this.anyUserForm ??= anyUser(this.path);
    return this.anyUserForm;
  }

  get registry(): string {
    this.registryForm ??= canonicalKey(this.text);
    return this.registryForm;
  }
}
