using System.Globalization;
using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Tool.Text;

/// <summary>Formats the values of a table for people.</summary>
/// <param name="extent">Relates times to the wall clock.</param>
internal sealed class CellText(TraceExtent extent)
{
    /// <summary>The text of an unknown value.</summary>
    public const string Unknown = "-";

    private const int ChartColumns = 16;
    private const int MaxFieldsChars = 2_000;

    /// <summary>Whether values of a unit are aligned to the right.</summary>
    public static bool IsNumeric(ViewUnit unit) => unit is not (
        ViewUnit.Text or ViewUnit.Time or ViewUnit.Series or ViewUnit.Stack or ViewUnit.Fields);

    /// <summary>Whether values of a unit can be cut to a width.</summary>
    public static bool IsText(ViewUnit unit) => unit is ViewUnit.Text or ViewUnit.Fields;

    /// <summary>Formats a value; an unknown one is a dash.</summary>
    public string Of(ViewUnit unit, ViewValue value) => value.Kind switch
    {
        ViewValueKind.None => Unknown,
        ViewValueKind.Text => TerminalSanitizer.Clean(value.Text!),
        ViewValueKind.Series => SeriesText.Chart([.. value.Numbers!.Select(number => (double?)number)], ChartColumns),
        ViewValueKind.Fields => TerminalSanitizer.Clean(
            string.Join(' ', value.Fields.Select(OfField)), MaxFieldsChars),
        _ => OfNumber(unit, value),
    };

    private static string OfField(EventFieldText field)
    {
        string value = field.Value.Length == 0 || field.Value.Contains(' ', StringComparison.Ordinal)
            ? $"\"{field.Value}\""
            : field.Value;
        return field.Name.Length == 0 ? field.Value : $"{field.Name}={value}";
    }

    private string OfNumber(ViewUnit unit, ViewValue value) => unit switch
    {
        ViewUnit.Duration => NumberFormat.Seconds(value.AsNumber / 1e9),
        ViewUnit.Time => TimeOf(new TraceTime(value.Integer)),
        ViewUnit.Bytes => NumberFormat.Bytes((long)Math.Clamp(value.AsNumber, -1e18, 1e18)),
        ViewUnit.Share => TimeFormat.Percent(value.AsNumber, 1),
        ViewUnit.Rate => Short(value.AsNumber) + "/s",
        ViewUnit.Identity => OfIdentity(value.Integer),
        ViewUnit.Number => Short(value.AsNumber),
        _ => NumberFormat.Count((long)Math.Clamp(value.AsNumber, -1e18, 1e18)),
    };

    // An address in memory, or a small number.
    private static string OfIdentity(long identity) => unchecked((ulong)identity) > uint.MaxValue
        ? "0x" + identity.ToString("x", CultureInfo.InvariantCulture)
        : identity.ToString(CultureInfo.InvariantCulture);

    private static string Short(double value) =>
        value.ToString(Math.Abs(value) < 100 ? "0.##" : "#,0", CultureInfo.InvariantCulture);

    private string TimeOf(TraceTime time) =>
        extent.ToUtc(time) is { } utc ? TimeFormat.Time(utc) : TimeFormat.Offset(time.Offset);
}
