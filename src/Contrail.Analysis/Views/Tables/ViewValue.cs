using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Tables;

/// <summary>
/// A value of a cell. The default is an unknown value, which is not zero: a page shows a dash, and JSON a null.
/// </summary>
internal readonly record struct ViewValue
{
    private ViewValue(ViewValueKind kind, string text, long integer, double real)
    {
        Kind = kind;
        Text = text;
        Integer = integer;
        Real = real;
    }

    /// <summary>Which of the other properties has the value.</summary>
    public ViewValueKind Kind { get; }

    /// <summary>The text; null for values of other kinds.</summary>
    public string? Text { get; }

    /// <summary>The numbers of a series; null for values of other kinds.</summary>
    public IReadOnlyList<double>? Numbers { get; private init; }

    /// <summary>The integer: a count, nanoseconds, bytes, an identity or the number of a stack.</summary>
    public long Integer { get; }

    /// <summary>The floating-point number.</summary>
    public double Real { get; }

    /// <summary>The stack of a value of that kind.</summary>
    public StackId Stack => new((int)Integer);

    /// <summary>The value as a number, for sorting and for charts; 0 for a text.</summary>
    public double AsNumber => Kind == ViewValueKind.Real ? Real : Integer;

    /// <summary>The fields of a value of that kind.</summary>
    public IReadOnlyList<EventFieldText> Fields { get; private init; } = [];

    /// <summary>The fields of an event.</summary>
    public static ViewValue Of(IReadOnlyList<EventFieldText> fields) =>
        new(ViewValueKind.Fields, "", 0, 0) { Fields = fields };

    /// <summary>Numbers in the order of time, without those that are not finite.</summary>
    public static ViewValue Series(IReadOnlyList<double> numbers) =>
        new(ViewValueKind.Series, "", 0, 0) { Numbers = [.. numbers.Where(double.IsFinite)] };

    /// <summary>A text.</summary>
    public static implicit operator ViewValue(string? text) =>
        text is null ? default : new(ViewValueKind.Text, text, 0, 0);

    /// <summary>An integer.</summary>
    public static implicit operator ViewValue(long? integer) =>
        integer is { } known ? new(ViewValueKind.Integer, "", known, 0) : default;

    /// <summary>An integer.</summary>
    public static implicit operator ViewValue(long integer) => new(ViewValueKind.Integer, "", integer, 0);

    /// <summary>A floating-point number; one that is not finite is unknown.</summary>
    public static implicit operator ViewValue(double real) =>
        double.IsFinite(real) ? new(ViewValueKind.Real, "", 0, real) : default;

    /// <summary>A floating-point number.</summary>
    public static implicit operator ViewValue(double? real) => real is { } known ? known : default(ViewValue);

    /// <summary>A time.</summary>
    public static implicit operator ViewValue(TraceTime time) => time.Nanoseconds;

    /// <summary>A time.</summary>
    public static implicit operator ViewValue(TraceTime? time) => time?.Nanoseconds;

    /// <summary>A stack; none is unknown.</summary>
    public static implicit operator ViewValue(StackId stack) =>
        stack.IsNone ? default : new(ViewValueKind.Stack, "", stack.Value, 0);

    /// <summary>Yes or no.</summary>
    public static implicit operator ViewValue(bool? isTrue) =>
        isTrue is { } known ? (known ? "yes" : "no") : default(ViewValue);
}
