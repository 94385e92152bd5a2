using System.Runtime.CompilerServices;

namespace Contrail.AsyncTarget;

/// <summary>Three methods that the compiler turns into state machines; each waits for the next.</summary>
internal static class CompilerChain
{
    [RuntimeAsyncMethodGeneration(false)]
    public static async Task<int> OuterAsync(int milliseconds)
    {
        int result = await MiddleAsync(milliseconds);
        return result + 1;
    }

    [RuntimeAsyncMethodGeneration(false)]
    private static async Task<int> MiddleAsync(int milliseconds)
    {
        int result = await InnerAsync(milliseconds);
        await Task.Delay(milliseconds);
        return result + 1;
    }

    [RuntimeAsyncMethodGeneration(false)]
    private static async Task<int> InnerAsync(int milliseconds)
    {
        await Task.Delay(milliseconds);
        await Task.Delay(milliseconds);
        return 1;
    }
}
