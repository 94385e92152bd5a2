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
            output.WriteLine(NumberFormat.OneLine($"  {all[0].States[index].Rule.Name}: {Rate(all, index)}"));
        }
    }

    // Files that do not show whether the rule would have fired count neither its matches nor their time.
    private static string Rate(IReadOnlyList<TriedFile> all, int index)
    {
        TriggerRule rule = all[0].States[index].Rule;
        TrialDoubt[] doubts = [.. all.Select(tried => TrialDoubts.Of(tried.File, tried.States[index]))];
        TriedFile[] judged = [.. all.Where((_, file) => doubts[file] == TrialDoubt.None)];
        double seconds = judged.Sum(tried => tried.File.Length.TotalSeconds);
        if (seconds <= 0)
        {
            return DoubtText(doubts.FirstOrDefault(doubt => doubt != TrialDoubt.None));
        }

        double met = judged.Sum(tried => tried.States[index].MatchCount) * SecondsPerDay / seconds;
        string some = judged.Length < all.Count
            ? $", of {NumberFormat.Seconds(seconds)} in {judged.Length} of {Page.Counted(all.Count, "file")}; others "
                + DoubtText(doubts.First(doubt => doubt != TrialDoubt.None))
            : "";
        return $"met {Text(met)} times, {Text(Math.Min(met, MostPerDay(rule)))} snapshots{some}";
    }

    private static string Result(ObservedFile file, TriggerState state)
    {
        TrialDoubt doubt = TrialDoubts.Of(file, state);
        string observed = Page.Counted(state.ObservationCount, "observation");
        return doubt != TrialDoubt.None ? DoubtText(doubt)
            : state.ObservationCount == 0 ? "nothing was observed for it"
            : $"{Page.Counted(state.FiringCount, "snapshot")}, of {observed}"
                + (state.Suppressed.Total > 0 ? $", {NumberFormat.Count(state.Suppressed.Total)} suppressed" : "");
    }

    private static string DoubtText(TrialDoubt doubt) => doubt switch
    {
        TrialDoubt.NotInFormat => "unknown, because files of this format do not show its signal",
        TrialDoubt.NotRecorded => "unknown, because its events were not recorded",
        TrialDoubt.NothingOfProvider => "unknown, because nothing of its provider is in the file",
        TrialDoubt.UnknownIfRecorded => "unknown, because the file does not show whether its events were recorded",
        _ => "unknown, because the files have no time",
    };

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
