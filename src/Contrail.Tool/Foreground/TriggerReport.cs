using Contrail.Core.Triggers;
using Contrail.Tool.Text;

namespace Contrail.Tool.Foreground;

/// <summary>
/// Reports what conditions of triggers name and a stream does not show, each once in a run: fields that observed events
/// do not have, and events, counters and providers. Such a condition does not hold.
/// </summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class TriggerReport
{
    /// <summary>A recorder lists at most 300; rules that are read again, or other programs, can add some.</summary>
    private const int MaxReported = 1_000;

    private readonly HashSet<(string Condition, string What)> _reported = [];

    /// <summary>Reports what is new since the last call.</summary>
    /// <param name="recorder">The recorder; without triggers, nothing is reported.</param>
    /// <param name="note">Receives a line for each.</param>
    public void Update(FlightRecorder recorder, Action<string> note)
    {
        foreach (MissingField missing in recorder.Triggers?.MissingFields ?? [])
        {
            Report(missing.Condition, $"field {missing.Field}", () => MissingFieldText.Of(missing), note);
        }

        foreach (MissingName missing in recorder.Triggers?.MissingNames ?? [])
        {
            string name = $"{missing.Kind} {missing.Owner}/{missing.Name}";
            Report(missing.Condition, name, () => MissingNameText.Of(missing), note);
        }
    }

    private void Report(SignalCondition about, string what, Func<string> text, Action<string> note)
    {
        string condition = about.ToString();
        if (_reported.Count < MaxReported && _reported.Add((condition, what)))
        {
            note(NumberFormat.OneLine($"trigger {condition}: {text()}"));
        }
    }
}
