using Contrail.Core.Triggers;
using Contrail.Tool.Text;

namespace Contrail.Tool.Foreground;

/// <summary>
/// Reports fields that conditions of triggers use and observed events do not have, each once in a run: such a condition
/// never holds for these events.
/// </summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class MissingFieldReport
{
    /// <summary>A recorder lists at most 100; rules that are read again, or other programs, can add some.</summary>
    private const int MaxReported = 1_000;

    private readonly HashSet<(string Condition, string Field)> _reported = [];

    /// <summary>Reports the fields that are new since the last call.</summary>
    /// <param name="recorder">The recorder; without triggers, nothing is reported.</param>
    /// <param name="note">Receives a line for each.</param>
    public void Update(FlightRecorder recorder, Action<string> note)
    {
        foreach (MissingField missing in recorder.Triggers?.MissingFields ?? [])
        {
            string condition = missing.Condition.ToString();
            if (_reported.Count < MaxReported && _reported.Add((condition, missing.Field)))
            {
                string what = MissingFieldText.Of(missing);
                note(NumberFormat.OneLine($"trigger {condition}: {what}"));
            }
        }
    }
}
