using System.Globalization;

namespace Contrail.Scenarios.Support;

/// <summary>How many events a thread of the target's <c>counted</c> mode reports that it wrote.</summary>
/// <param name="Index">The target's own index of the thread.</param>
/// <param name="ThreadId">The operating system's id of it.</param>
/// <param name="Count">Its events.</param>
internal sealed record WrittenCount(long Index, long ThreadId, long Count)
{
    public static WrittenCount Parse(string line)
    {
        long[] numbers = [.. line.Split(' ')[1..].Select(word => long.Parse(word, CultureInfo.InvariantCulture))];
        return new WrittenCount(numbers[0], numbers[1], numbers[2]);
    }
}
