//! Signing in to PagerDuty, and every way in which that can fail.

/// Adds this file's sentences to the list and hands the list on.
macro_rules! sign_in {
    ($($so_far:tt)*) => {
        gather! {
            $($so_far)*
            "sign_in.action" => SignIn,
            "sign_in.again" => SignInAgain,
            "sign_in.out" => SignOut,
            "sign_in.signed_out" => SignedOut,
            "sign_in.waiting" => SignInWaiting,
            "sign_in.failed_title" => SignInFailedTitle,
            "sign_in.blocked" => SignInBlocked,
            "sign_in.closed" => SignInClosed,
            "sign_in.denied" => SignInDenied,
            "sign_in.state_mismatch" => SignInStateMismatch,
            "sign_in.code_expired" => SignInCodeExpired,
            "sign_in.wrong_scope" => SignInWrongScope { scope },
            "sign_in.client_missing" => SignInClientMissing,
            "sign_in.unknown_region" => SignInUnknownRegion,
            "sign_in.unreachable" => SignInUnreachable,
            "sign_in.done" => SignInDone,
            "sign_in.redirect_address" => RedirectAddress,
            "sign_in.redirect_address_body" => RedirectAddressBody,
            "sign_in.copy_redirect_address" => CopyRedirectAddress,
            "sign_in.redirect_address_copied" => RedirectAddressCopied,
        }
    };
}
