using Contrail.Core.Triggers;
using Contrail.Tool.Text;
using Contrail.Triggers;

namespace Contrail.Tool.Foreground;

/// <summary>
/// Reports why rules cannot fire, each reason once in a run: fields, events, counters and providers that their
/// conditions name and the stream does not show, a profile that lacks their events, and a quota that is used up.
/// </summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class TriggerReport
{
    /// <summary>
    /// A recorder lists some hundreds at most; rules that are read again, or other programs, can add some.
    /// </summary>
    private const int MaxReported = 1_000;

    private readonly HashSet<(string About, string What)> _reported = [];

    /// <summary>Reports what is new since the last call.</summary>
    /// <param name="recorder">The recorder; without triggers, nothing is reported.</param>
    /// <param name="note">Receives a line for each.</param>
    public void Update(FlightRecorder recorder, Action<string> note)
    {
        if (recorder.Triggers is not { } triggers)
        {
            return;
        }

        foreach (MissingField missing in triggers.MissingFields)
        {
            string condition = missing.Condition.ToString();
            Report(condition, $"field {missing.Field}", () => $"{condition}: {MissingFieldText.Of(missing)}", note);
        }

        foreach (MissingName missing in triggers.MissingNames)
        {
            string condition = missing.Condition.ToString();
            string name = $"{missing.Kind} {missing.Owner}/{missing.Name}";
            Report(condition, name, () => $"{condition}: {MissingNameText.Of(missing)}", note);
        }

        ActiveProfile? profile = triggers.Profile;
        foreach ((string rule, string condition) in triggers.NotRecorded())
        {
            string text = RuleStateText.NotRecorded(profile, condition);
            Report(rule, $"not recorded {condition}", () => $"{rule} {text}", note);
        }

        foreach (UsedQuota used in triggers.UsedQuotas())
        {
            Report(used.Rule, used.ToString(), () => $"{used.Rule}: {RuleStateText.Of(used)}", note);
        }
    }

    private void Report(string about, string what, Func<string> text, Action<string> note)
    {
        if (_reported.Count < MaxReported && _reported.Add((about, what)))
        {
            note(NumberFormat.OneLine($"trigger {text()}"));
        }
    }
}
