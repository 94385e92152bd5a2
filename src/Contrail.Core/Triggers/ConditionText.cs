using System.Text;
using W = Contrail.Core.Triggers.TriggerWords;

namespace Contrail.Core.Triggers;

/// <summary>Prints conditions as canonical expressions, which parse to equal conditions.</summary>
internal static class ConditionText
{
    /// <summary>The canonical expression.</summary>
    public static string Of(Condition condition) => condition switch
    {
        SignalCondition signal => Signal(signal),
        GroupCondition { WithinNanoseconds: { } within } all =>
            $"{Joined(all, W.And)} {W.In} {TriggerQuantity.Duration(within)}",
        GroupCondition any => Joined(any, W.Or),
        _ => "",
    };

    private static string Joined(GroupCondition group, string word) => string.Join(
        $" {word} ",
        group.Parts.Select(part => NeedsParentheses(group, part) ? $"({Of(part)})" : Of(part)));

    // A count without a time would take the time of its group as its own.
    private static bool NeedsParentheses(GroupCondition group, Condition part) => part is GroupCondition inner
        ? group.WithinNanoseconds is not null || inner.WithinNanoseconds is null
        : part is SignalCondition { Measure.WindowNanoseconds: 0 };

    private static string Signal(SignalCondition condition)
    {
        StringBuilder text = new(condition.Signal.Name);
        if (condition.Subject.Length > 0)
        {
            bool isWord = TriggerLexer.IsWord("x:" + condition.Subject);
            text.Append(':').Append(isWord ? condition.Subject : TriggerLexer.Quote(condition.Subject));
        }

        bool isLevel = condition.Signal.Unit == SignalUnit.Level;
        string value = condition.Value is { } compared
            ? Comparison.TextOf(compared.Kind) + TriggerQuantity.Format(condition.Signal.Unit, compared.Limit)
            : "";
        text.Append(isLevel ? "" : value);
        text.Append(condition.Measure?.Kind == MeasureKind.AbovePercentile ? Measured(condition) : "");
        text.Append(isLevel && value.Length > 0 ? $" {Signals.Level}{value}" : "");
        text.AppendJoin("", condition.Tests.Select(Test));
        text.Append(condition.Key.Length == 0 ? "" : $" {W.By} {Field(condition.Key, condition.IsKeyPayload)}");
        text.Append(condition.Measure?.Kind == MeasureKind.AbovePercentile ? "" : Measured(condition));
        text.Append(condition.HoldNanoseconds == 0
            ? "" : $" {W.For} {TriggerQuantity.Duration(condition.HoldNanoseconds)}");
        return text.ToString();
    }

    private static string Test(FieldTest test)
    {
        bool isBare = test.Pattern is null && TriggerLexer.IsWord(test.Text) && !W.IsJoining(test.Text);
        string value = isBare ? test.Text : TriggerLexer.Quote(test.Text);
        return $" {Field(test.Field, test.IsPayload)}{Comparison.TextOf(test.Kind)}{value}";
    }

    private static string Field(string name, bool isPayload) => isPayload ? W.PayloadPrefix + name : name;

    private static string Measured(SignalCondition condition)
    {
        if (condition.Measure is not { } measure)
        {
            return "";
        }

        string percentile = "p" + TriggerQuantity.Number(measure.Percentile);
        SignalUnit unit = measure.Kind == MeasureKind.Count ? SignalUnit.Count : condition.Signal.Unit;
        string limit = measure.Limit is not { } compared ? ""
            : Comparison.TextOf(compared.Kind) + (measure.Kind == MeasureKind.Rate
                ? TriggerQuantity.Rate(compared.Limit, measure.PerNanoseconds)
                : TriggerQuantity.Format(unit, compared.Limit));
        string window = measure.WindowNanoseconds == 0
            ? "" : $" {W.In} {TriggerQuantity.Duration(measure.WindowNanoseconds)}";
        return measure.Kind switch
        {
            MeasureKind.Count => $" {W.Count}{limit}{window}",
            MeasureKind.Rate => $" {W.Rate}{limit}{window}",
            MeasureKind.Percentile => $" {percentile}{limit}{window}",
            MeasureKind.AbovePercentile => $">{percentile}{window}",
            _ => $" {W.Worst}{window}",
        };
    }
}
