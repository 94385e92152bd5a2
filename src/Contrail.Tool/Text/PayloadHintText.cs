using Contrail.Analysis.Filters;
using Contrail.Tool.Arguments;

namespace Contrail.Tool.Text;

/// <summary>Explains why a filter of payload fields matches nothing: no event has such a field.</summary>
internal static class PayloadHintText
{
    private const int KindsShown = 3;
    private const int FieldsShown = 6;

    /// <summary>One note for each field that no event has.</summary>
    public static IEnumerable<string> Notes(PayloadFieldCheck check) =>
        check.Missing.Select(name => NumberFormat.OneLine(
            $"No event has the field '{FilterFields.PayloadPrefix}{name}'. {Hint(name, check)}".TrimEnd()));

    private static string Hint(string name, PayloadFieldCheck check)
    {
        if (NearestWord.Of(name, check.Kinds.SelectMany(kind => kind.Fields).Distinct()) is not { } nearest)
        {
            return Listed("Fields: ", "; ", check.Kinds.Where(kind => kind.Fields.Count > 0)
                .Select(kind => $"{Kind(kind.Provider, kind.Name)}: "
                    + Listed("", ", ", kind.Fields, FieldsShown)));
        }

        IEnumerable<string> kinds = check.Kinds.Where(kind => kind.Fields.Contains(nearest))
            .Select(kind => Kind(kind.Provider, kind.Name));
        return $"Did you mean '{FilterFields.PayloadPrefix}{nearest}'{Listed(", a field of ", ", ", kinds)}?";
    }

    private static string Kind(string provider, string name) => provider.Length > 0 ? $"{provider}/{name}" : name;

    private static string Listed(string before, string separator, IEnumerable<string> words, int shown = KindsShown)
    {
        string[] all = [.. words];
        string more = all.Length > shown ? $"{separator}{all.Length - shown} more" : "";
        return all.Length == 0 ? "" : before + string.Join(separator, all.Take(shown)) + more;
    }
}
