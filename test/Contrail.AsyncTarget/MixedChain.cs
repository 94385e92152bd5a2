using System.Runtime.CompilerServices;

namespace Contrail.AsyncTarget;

/// <summary>A method of the compiler that waits for one of the runtime, which waits for one of the compiler.</summary>
internal static class MixedChain
{
    [RuntimeAsyncMethodGeneration(false)]
    public static async Task<int> OuterAsync(int milliseconds)
    {
        int result = await MiddleAsync(milliseconds);
        return result + 1;
    }

    private static async Task<int> MiddleAsync(int milliseconds)
    {
        int result = await InnerAsync(milliseconds);
        return result + 1;
    }

    [RuntimeAsyncMethodGeneration(false)]
    private static async Task<int> InnerAsync(int milliseconds)
    {
        await Task.Delay(milliseconds);
        return 1;
    }
}
