using Contrail.Core.Triggers;

namespace Contrail.Tool.Text;

/// <summary>Lists the signals that expressions of triggers can name.</summary>
internal static class TriggerListText
{
    /// <summary>Writes all signals: name, meaning, what has to be recorded, and an example.</summary>
    public static void Write(TextWriter output)
    {
        foreach (SignalDescription signal in Signals.All)
        {
            string subject = signal.Subject.Length > 0 ? $":{signal.Subject}" : "";
            output.WriteLine($"{signal.Name}{subject}");
            output.WriteLine($"    {signal.Meaning}");
            output.WriteLine($"    needs {signal.Needs}; for example '{signal.Example}'");
        }

        output.WriteLine();
        string usual = string.Join(", ", TriggerRules.Default.Select(rule => $"'{rule.Name}'"));
        output.WriteLine($"default is a set: {usual}.");
        output.WriteLine("docs/triggers.md describes conditions, files of rules and actions.");
    }
}
