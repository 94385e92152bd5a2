namespace Contrail.Sources.Doctor;

/// <summary>What one check found.</summary>
/// <param name="Check">A word for what was looked at.</param>
/// <param name="Condition">How well it is.</param>
/// <param name="Text">What was found, in one line.</param>
/// <param name="Remedy">What to do, in one line; null where nothing is to be done.</param>
public sealed record Diagnosis(string Check, Condition Condition, string Text, string? Remedy = null)
{
    internal static Diagnosis Ok(string check, string text) => new(check, Condition.Ok, text);

    internal static Diagnosis Warning(string check, string text, string remedy) =>
        new(check, Condition.Warning, text, remedy);

    internal static Diagnosis Problem(string check, string text, string remedy) =>
        new(check, Condition.Problem, text, remedy);
}
