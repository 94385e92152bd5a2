using System.Runtime.CompilerServices;

namespace Contrail.Core.GoTrace.Events;

/// <summary>The numbers of an event, its time apart. No timed event has more.</summary>
[InlineArray(Count)]
internal struct GoArguments
{
    public const int Count = 4;

    private ulong _first;
}
