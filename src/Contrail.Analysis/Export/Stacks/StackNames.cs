using System.Globalization;
using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Export.Stacks;

/// <summary>Names threads and frames in the output of all formats of stacks.</summary>
internal static class StackNames
{
    /// <summary>The frame of records without a stack, so that sums are complete.</summary>
    public const string NoStack = "[no stack]";

    /// <summary>A frame: its method with its parameters, or its module if that is all that is known.</summary>
    public static string Of(in StackFrame frame) => frame.FullText();

    /// <summary>A thread or goroutine: its number, and what it is for or its name.</summary>
    public static string OfThread(TraceContext context, long id)
    {
        string kind = context.HasGoroutines ? "goroutine" : "thread";
        if (id == 0)
        {
            return $"unknown {kind}";
        }

        string number = unchecked((ulong)id).ToString(CultureInfo.InvariantCulture);
        return context.Threads.TextOf(id) is { } text ? $"{kind} {number} ({text})" : $"{kind} {number}";
    }

    /// <summary>What a unit is called in formats that have one word for it.</summary>
    public static string OfUnit(StackUnit unit) => unit switch
    {
        StackUnit.Nanoseconds => "nanoseconds",
        StackUnit.Bytes => "bytes",
        _ => "count",
    };
}
