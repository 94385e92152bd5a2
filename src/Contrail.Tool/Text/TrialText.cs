using System.Globalization;
using Contrail.Analysis.Trials;
using Contrail.Core.Triggers;

namespace Contrail.Tool.Text;

/// <summary>Reports what rules would have done with recorded files.</summary>
internal static class TrialText
{
    private const double SecondsPerDay = 86_400;
    private const double NanosecondsPerDay = SecondsPerDay * 1e9;

    /// <summary>Writes what would have fired in a file.</summary>
    public static void Write(TextWriter output, string name, TriedFile tried)
    {
        output.WriteLine(NumberFormat.OneLine($"{name}: {TimeFormat.Duration(tried.File.Length)}"));
        foreach (TriggerState state in tried.States)
        {
            TriggerFiring[] fired = [.. tried.Firings.Where(one => one.Rule.Name == state.Rule.Name)];
            output.WriteLine(NumberFormat.OneLine($"  {state.Rule.Name}: {Result(tried.File, state)}"));
            foreach (TriggerFiring firing in fired)
            {
                TimeSpan offset = tried.File.OffsetOf(firing.Observation.Nanoseconds);
                string when = TimeFormat.Place(tried.File.StartUtc, offset);
                output.WriteLine(NumberFormat.OneLine(
                    $"    {when}  {TriggerText.Of(new PendingTrigger(firing, 0))}"));
            }

            if (state.FiringCount > fired.Length)
            {
                output.WriteLine($"    and {NumberFormat.Count(state.FiringCount - fired.Length)} more");
            }
        }

        foreach (MissingField missing in tried.File.MissingFields)
        {
            output.WriteLine(NumberFormat.OneLine($"  {MissingFieldText.Of(missing)}"));
        }

        foreach (MissingName missing in tried.File.MissingNames)
        {
            output.WriteLine(NumberFormat.OneLine($"  {missing.Condition}: {MissingNameText.Of(missing)}"));
        }

        if (tried.File.MissedCount > 0)
        {
            output.WriteLine($"  {NumberFormat.Count(tried.File.MissedCount)} events or batches of events are not "
                + "observed: too many for a recorder, or unreadable");
        }
    }

    /// <summary>Writes how often each rule would fire in a day, if all days were as the files.</summary>
    public static void WriteRates(TextWriter output, IReadOnlyList<TriedFile> all)
    {
        double seconds = all.Sum(tried => tried.File.Length.TotalSeconds);
        if (seconds <= 0)
        {
            return;
        }

        output.WriteLine($"In a day as these {NumberFormat.Seconds(seconds)}:");
        for (int index = 0; index < all[0].States.Count; index++)
        {
            TriggerRule rule = all[0].States[index].Rule;
            double met = all.Sum(file => file.States[index].MatchCount) * SecondsPerDay / seconds;
            output.WriteLine(NumberFormat.OneLine(
                $"  {rule.Name}: met {Text(met)} times, {Text(Math.Min(met, MostPerDay(rule)))} snapshots"));
        }
    }

    private static string Result(ObservedFile file, TriggerState state)
    {
        SignalCondition[] conditions = [.. state.Rule.On.Signals];
        bool isInFiles = conditions.All(one => file.Signals.Contains(one.Signal.Observed));
        string observed = Page.Counted(state.ObservationCount, "observation");
        return !isInFiles ? "unknown, because files of this format do not show its signal"
            : state.ObservationCount == 0 ? "nothing was observed for it"
            : $"{Page.Counted(state.FiringCount, "snapshot")}, of {observed}"
                + (state.Suppressed.Total > 0 ? $", {NumberFormat.Count(state.Suppressed.Total)} suppressed" : "");
    }

    private static double MostPerDay(TriggerRule rule) => Math.Min(
        Math.Min(rule.MaxPerDay ?? double.MaxValue, (rule.MaxPerHour * 24) ?? double.MaxValue),
        rule.CooldownNanoseconds > 0 ? NanosecondsPerDay / rule.CooldownNanoseconds : double.MaxValue);

    private static string Text(double count) => count switch
    {
        0 => "0",
        < 10 => count.ToString("0.#", CultureInfo.InvariantCulture),
        _ => NumberFormat.Count(long.CreateSaturating(count)),
    };
}
