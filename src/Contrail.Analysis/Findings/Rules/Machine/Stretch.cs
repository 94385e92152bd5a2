using Contrail.Analysis.Model;

namespace Contrail.Analysis.Findings.Rules.Machine;

/// <summary>A time in which each step of a chart fulfills a condition. Immutable.</summary>
/// <param name="Rows">The steps, at least one.</param>
/// <param name="Range">The time.</param>
internal sealed record Stretch(IReadOnlyList<ExaminedRow> Rows, TimeRange Range)
{
    /// <summary>The duration in seconds.</summary>
    public double Seconds => Range.Nanoseconds / 1e9;

    /// <summary>The mean of a column; unknown values are left out, and 0 if all are.</summary>
    public double Mean(string column) =>
        Rows.Where(row => row.IsKnown(column)).Select(row => row.Number(column)).DefaultIfEmpty().Average();

    /// <summary>The step with the largest value of a column.</summary>
    public ExaminedRow Peak(string column) => Rows.MaxBy(row => row.Number(column))!;
}
