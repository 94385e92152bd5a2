using Contrail.Analysis.Model;

namespace Contrail.Analysis.Filters;

/// <summary>The value of a field of a record. The default is an unknown value.</summary>
internal readonly record struct FilterValue
{
    /// <summary>Whether there is a value.</summary>
    public bool IsKnown { get; private init; }

    /// <summary>A text; null for other values.</summary>
    public string? Text { get; private init; }

    /// <summary>A number, nanoseconds, bytes or a severity; null for other values.</summary>
    public double? Number { get; private init; }

    /// <summary>An identity.</summary>
    public ulong Identity { get; private init; }

    /// <summary>When it starts.</summary>
    public TraceTime Start { get; private init; }

    /// <summary>When it ends.</summary>
    public TraceTime End { get; private init; }

    /// <summary>A stack.</summary>
    public StackId Stack { get; private init; }

    public static FilterValue Of(string? text) => new() { IsKnown = text is not null, Text = text };

    public static FilterValue Of(double? number) => new() { IsKnown = number is not null, Number = number };

    /// <summary>A value of a payload, which can be a number and a text.</summary>
    public static FilterValue Of(string text, double? number) =>
        new() { IsKnown = true, Text = text, Number = number };

    public static FilterValue Of(ulong identity) => new() { IsKnown = true, Identity = identity };

    public static FilterValue Of(TraceTime start, TraceTime end) => new() { IsKnown = true, Start = start, End = end };

    public static FilterValue Of(StackId stack) => new() { IsKnown = !stack.IsNone, Stack = stack };
}
